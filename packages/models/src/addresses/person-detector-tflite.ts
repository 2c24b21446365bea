/** BlazePose's detector as one TFLite file that tasks-vision's ObjectDetector reads (it answers with x and y swapped). */
export const personDetectorTflite: string = new URL('../../built/person-detector.tflite', import.meta.url).href;
